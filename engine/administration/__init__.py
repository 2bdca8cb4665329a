"""What admins do: local rules from draft to approval, and acts that reach into running cases."""
