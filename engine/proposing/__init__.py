"""Two people publish: one proposes a package, a retirement or a configuration, another approves."""
