"""{{ cookiecutter.__description }}"""
