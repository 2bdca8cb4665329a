"""The command line ``motcua``: the front door of operators and process designers."""

import sys

import click

from api.cli import (
    access,
    accounts,
    cases,
    catalogue,
    configuration,
    database,
    demo,
    organisation,
    packages,
    processes,
    proposals,
    rules,
    running,
    walking,
)
from api.cli.in_vietnamese import speak_vietnamese, told
from api.memory import with_room
from engine.errors import Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def motcua() -> None:
    """Một Cửa: thủ tục hành chính chạy theo BPMN của từng tỉnh."""


motcua.add_command(running.serve)
motcua.add_command(running.worker)
motcua.add_command(running.run)
motcua.add_command(running.start)
motcua.add_command(database.db)
motcua.add_command(processes.processes)
motcua.add_command(packages.packages)
motcua.add_command(proposals.proposals_group)
motcua.add_command(demo.demo)
motcua.add_command(walking.walk)
motcua.add_command(cases.cases)
motcua.add_command(configuration.config)
motcua.add_command(organisation.organisation)
motcua.add_command(catalogue.catalogue)
motcua.add_command(rules.rules)
motcua.add_command(access.access)
motcua.add_command(accounts.accounts)


def main() -> None:
    """Run the command line; a refusal is printed in Vietnamese and ends with 1."""
    speak_vietnamese()
    try:
        with_room(motcua)(standalone_mode=False)
    except Refusal as refusal:
        click.echo(f"{refusal} [{refusal.code}]", err=True)
        sys.exit(1)
    except click.ClickException as error:
        click.echo(told(error), err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
