"""What an editor writes, as frozen records, and how they are joined."""
