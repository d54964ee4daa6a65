"""What is run from the shell. A package of its own: odfpy puts its folder, which has a `script.py`, on the path of imports."""
