"""`ownpath set-password`: let a person sign in with a name and a password."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any
from uuid import UUID

from ownpath.config.command_line.console import Console
from ownpath.foundation.errors import InputError


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("set-password", help="let a person sign in with a name and a password")
    parser.add_argument("person", help="the person's uuid, or the identifier the roster gave")
    parser.add_argument("username", help="the name to sign in with")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Ask for the password, or read it from standard input, and set it."""
    from ownpath.people.models import Person
    from ownpath.people.services import set_password

    people = Person.objects.filter(district=arguments.district)
    try:
        person = people.filter(uuid=UUID(arguments.person)).first()
    except ValueError:
        person = None
    person = person or people.filter(identity__external_id=arguments.person).first()
    if person is None:
        raise InputError(f"There is nobody known as {arguments.person}.", field="person")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    set_password(acting_person=None, person=person, username=arguments.username, password=password)
    return {"username": arguments.username, "person": str(person.uuid)}
