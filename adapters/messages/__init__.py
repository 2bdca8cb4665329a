"""Short messages: files for a gateway of the province, or the mailbox of a demonstration."""
