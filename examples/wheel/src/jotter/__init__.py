"""A small note service."""
