"""What keeps people's data safe: the web side, keys, who reaches whose things."""
