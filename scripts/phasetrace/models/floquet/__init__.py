"""The binary-drive Floquet chain."""
