"""The station's settings, its robots and the accounts of its staff, for managers."""

from __future__ import annotations

import asyncio

from nicegui import ui
from starlette.requests import Request

from console.web.access import Access
from console.web.context import Context
from console.web.device import Device
from console.web.erasing import surely
from console.web.fields import choose
from console.web.forms import pressed, typed
from console.web.parts import enabled, heading, link, tag, written
from console.web.theme import for_managers, frame
from console.web.words import LANGUAGES, say
from robot.nao.discovery import robots
from robot.problem import Problem
from sessions.bodies import DESK, NAO, SIM
from sessions.settings import Settings, load
from sessions.settings.editing import Value, change
from sessions.settings.model import KeepSettings
from sessions.staff import ROLES, Account

_STATION = ("site", "robot", "robot_address")
_CONTROLLER = tuple(("controller", name) for name in ("name", "contact", "officer"))
_KEEP = tuple(("keep", name) for name in KeepSettings.model_fields)


def add(context: Context) -> None:
    """Register the page."""

    @ui.page("/settings")
    async def settings(request: Request) -> None:
        device = Device.of(request)
        language = device.language
        with frame(context, device, say("settings.title", language), "/settings"):
            heading(say("settings.title", language), 1)
            if not for_managers(context, device):
                return
            try:
                now = await asyncio.to_thread(load, context.station.settings)
            except Problem as problem:
                tag("p", problem.message(language), "k-notice", role="alert")
                return
            _language(context, device, now)
            _sound(device)
            _robots(context, device, now)
            _staff(context, device)
            _technical(context, device, now)


def _language(context: Context, device: Device, now: Settings) -> None:
    language = device.language
    with tag("section", style="k-sheet"):
        heading(say("settings.language", language))
        spoken = {each: say(f"language.{each}", language) for each in LANGUAGES}
        _at_once(context, device, "language", say("settings.spoken", language), spoken, now.language or "")
        tag("p", say("settings.spoken_about", language), "soft small")


def _sound(device: Device) -> None:
    with tag("section", style="k-sheet"):
        heading(say("settings.sound", device.language))
        tag("p", say("settings.sound_about", device.language), "soft")


def _technical(context: Context, device: Device, now: Settings) -> None:
    """What is set once, by whoever looks after computers and data protection."""
    language = device.language
    new: dict[tuple[str | int, ...], Value] = {}

    def takes(path: tuple[str, ...], number: bool = False) -> None:
        kept = _of(now, path)

        def taken(words: str) -> None:
            words = words.strip()
            new[path] = None if not words else int(words) if number and words.isdigit() else words

        label, key = say(f"settings.{'.'.join(path)}", language), f"setting-{'-'.join(path)}"
        hint = say(f"settings.about.{path[0]}", language) if len(path) == 1 else ""
        typed(label, "" if kept is None else str(kept), taken, key, hint=hint)

    async def keep() -> None:
        await _change(context, device, dict(new))

    with tag("section", style="k-sheet"):
        heading(say("settings.technical", language))
        tag("p", say("settings.technical_about", language), "soft")
        heading(say("settings.controller.title", language), 3)
        tag("p", say("settings.about.controller", language), "soft small")
        for path in _CONTROLLER:
            takes(path)
        heading(say("settings.keep.title", language), 3)
        tag("p", say("settings.about.keep", language), "soft small")
        with tag("div", style="k-fields"):
            for path in _KEEP:
                takes(path, number=True)
        heading(say("settings.station", language), 3)
        for name in _STATION:
            takes((name,))
        pressed(device, say("settings.save", language), keep, "deep", done=say("settings.saved", language))


def _at_once(context: Context, device: Device, key: str, label: str, options: dict[str, str], chosen: str) -> None:
    """A choice that is kept as soon as it is made; what comes of it is told below."""

    async def taken(choice: str) -> None:
        try:
            await _change(context, device, {(key,): choice})
        except Problem as problem:
            told.classes(add="k-error")
            written(told, problem.message(device.language))
        else:
            told.classes(remove="k-error")
            written(told, say("settings.saved", device.language))

    choose(label, options, chosen, taken)
    told = tag("p", "", "small", role="status")


async def _change(context: Context, device: Device, new: dict[tuple[str | int, ...], Value]) -> None:
    await asyncio.to_thread(change, context.station, new)
    assert context.access is not None
    about = " ".join(sorted(".".join(map(str, path)) for path in new))
    await asyncio.to_thread(context.access.note, device.by, "settings_set", about)


def _robots(context: Context, device: Device, now: Settings) -> None:
    language, address = device.language, now.robot_address
    bodies = {each: say(f"body.{each}", language) for each in (DESK, SIM)}
    if address not in bodies:
        bodies = {address: say("settings.found", language, address=address.removeprefix(NAO)), **bodies}

    async def look() -> None:
        enabled(search, False)
        written(told, say("settings.looking", language))
        try:
            found = await asyncio.to_thread(robots)
        except OSError as error:
            raise Problem("robots_no_network", reason=error.strerror or error) from error
        finally:
            enabled(search, True)
            written(told, "")
        written(told, "" if found else say("settings.no_robots", language))
        box.clear()
        with box:
            for each in found:
                with tag("li"):
                    with tag("div"):
                        tag("strong", each.name)
                        tag("p", each.address, "soft small")

                    async def use(address: str = each.address) -> None:
                        await _change(context, device, {("robot_address",): address})

                    with tag("div"):
                        done = say("settings.saved", language)
                        pressed(device, say("settings.use", language), use, "deep", done=done)

    with tag("section", style="k-sheet"):
        heading(say("settings.robots", language))
        _at_once(context, device, "robot_address", say("settings.body", language), bodies, address)
        search = pressed(device, say("settings.look", language), look)
        told = tag("p", "", "soft", role="status")
        box = tag("ul", style="k-list")


def _staff(context: Context, device: Device) -> None:
    language, access = device.language, context.access
    assert access is not None
    accounts = access.accounts()
    new = {"name": "", "pin": "", "role": "carer" if accounts else "manager"}
    with tag("section", style="k-sheet"):
        heading(say("settings.here", language))
        link(say("settings.groups", language), "/people", "k-button")
        heading(say("settings.staff", language), 3)
        if not accounts:
            tag("p", say("settings.no_staff", language), "soft")
        with tag("ul", style="k-list"):
            for each in accounts:
                with tag("li"):
                    _account(device, access, each)

        async def add_one() -> None:
            await asyncio.to_thread(access.staff().add, new["name"], new["role"], new["pin"], device.by)
            ui.navigate.to("/settings")

        heading(say("settings.new_account", language), 3)
        typed(say("people.name", language), "", lambda words: new.update(name=words), "staff-name")
        typed(say("settings.pin", language), "", lambda words: new.update(pin=words.strip()), "staff-pin", secret=True)
        roles: dict[str, str] = {each: say(f"staff.roles.{each}", language) for each in ROLES}
        choose(say("settings.role", language), roles, new["role"], lambda each: new.update(role=each))
        pressed(device, say("settings.add_account", language), add_one, "deep")
        if not accounts:
            tag("p", say("settings.first_account", language), "soft small")


def _account(device: Device, access: Access, account: Account) -> None:
    """One account, with what a manager may change about it."""
    language, staff, given = device.language, access.staff(), {"pin": "", "role": account.role}

    async def give_pin() -> None:
        await asyncio.to_thread(staff.set_pin, account.id, given["pin"], device.by)

    async def give_role() -> None:
        await asyncio.to_thread(staff.set_role, account.id, given["role"], device.by)
        ui.navigate.to("/settings")

    async def close() -> None:
        await asyncio.to_thread(staff.set_active, account.id, not account.active, device.by)
        ui.navigate.to("/settings")

    async def remove() -> None:
        await asyncio.to_thread(staff.remove, account.id, device.by)
        ui.navigate.to("/settings")

    roles: dict[str, str] = {each: say(f"staff.roles.{each}", language) for each in ROLES}
    with tag("div"):
        tag("strong", account.name)
        standing = "" if account.active else f" · {say('settings.closed', language)}"
        tag("p", f"{roles[account.role]}{standing}", "soft small")
        with tag("details", style="k-details"):
            tag("summary", say("settings.change", language, name=account.name))
            with tag("div", style="k-column"):
                key = f"pin-{account.id}"
                typed(say("settings.new_pin", language), "", lambda it: given.update(pin=it.strip()), key, secret=True)
                pressed(device, say("settings.give_pin", language), give_pin, done=say("settings.pin_given", language))
                choose(say("settings.role", language), roles, account.role, lambda it: given.update(role=it))
                pressed(device, say("settings.role_set", language), give_role)
                pressed(device, say("settings.close" if account.active else "settings.reopen", language), close)
    with tag("div"):
        sure = say("settings.remove_sure", language, name=account.name)
        surely(device, say("settings.remove", language), sure, remove)


def _of(settings: Settings, path: tuple[str, ...]) -> object:
    found: object = settings
    for name in path:
        found = getattr(found, name)
    return found
