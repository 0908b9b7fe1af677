"""Which sheets exist, and what each shows."""
