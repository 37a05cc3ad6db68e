"""The pages of the desk: inbox, search, notifications, jobs, saved views, drafts, undo."""
