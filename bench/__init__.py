"""What planpress is measured with: `make bench` runs `python -m bench`. No test asserts a time."""
