"""Pictures of cameras: fetched over HTTP, copied from a folder, or read over SFTP; checked and kept."""
