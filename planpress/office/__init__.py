"""Campaign and sheets → files an office works on with its own programs: calendars, spreadsheets, letters, charts."""
