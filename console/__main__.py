"""`python -m console` is `kaveri`."""

from console.cli import main

main()
