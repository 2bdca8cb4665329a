"""Units, officers, posts, substitutes and calendars."""
