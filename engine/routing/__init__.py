"""Where a case goes: its process, the desks of its steps, what a decision would lead to."""
