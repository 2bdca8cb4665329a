"""What people do to a case: one module per verb, one public function in each.

Every act is one transaction: lock the case row, take its state, change, write the audit events and
the outbox beside it, commit once.
"""
