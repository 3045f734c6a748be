"""How people operate Kaveri: the command line now, web pages beside it later."""
