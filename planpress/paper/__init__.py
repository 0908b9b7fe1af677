"""Sheets and packs → PDF files, each checked."""
