"""A database of the demonstration, as ``motcua start`` makes it."""

from datetime import datetime

from engine.accounts.demo import DemoOfficer, make_demo_accounts
from engine.organisation.loading import load_province
from engine.organisation.province_folder import read_officers
from engine.publishing.folders import package_folders, province_folders, read_package_folder
from engine.publishing.publish import publish_package
from engine.store.database import Database
from engine.store.upgrade import upgrade
from processes import root


def shipped(database: Database, now: datetime) -> None:
    """Every shipped province with its packages and demo accounts."""
    upgrade(database)
    for place in province_folders(root()):
        with database.writing() as session:
            load_province(session, place)
            for folder in package_folders(place):
                publish_package(
                    session,
                    province_code=place.name,
                    files=read_package_folder(folder),
                    published_by="tests",
                    now=now,
                )
            officers = [
                DemoOfficer(place.name, one.id, one.username, one.name, one.honorific)
                for one in read_officers(place)
            ]
            make_demo_accounts(session, officers=officers, demo_mode=True, now=now)
