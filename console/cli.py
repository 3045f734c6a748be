"""The command line: `kaveri`."""

from __future__ import annotations

import io
import logging
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from console.link_commands import BrokerOption, add_link_commands
from console.loading import loading
from console.pages import speaking
from console.people_commands import add_people_commands
from console.privacy_commands import add_privacy_commands
from console.sessions_commands import add_sessions_commands
from console.staff_commands import add_staff_commands
from console.texts import say
from console.typed import people_named, typed_inputs, typed_pace


def _commands(about: str, **more: Any) -> typer.Typer:
    # Plain help pages: rich alone would take longer to import than all the rest of `kaveri --help`.
    names = {"help_option_names": ["-h", "--help"]}
    more = {"no_args_is_help": True, **more}
    return typer.Typer(help=say(about), rich_markup_mode=None, context_settings=names, **more)


app = _commands("help.app", name="kaveri", add_completion=False)
sessions_app = _commands("help.sessions")
privacy_app = _commands("help.privacy")
link_app = _commands("help.link", no_args_is_help=False)
people_app = _commands("help.people")
staff_app = _commands("help.staff")
app.add_typer(sessions_app, name="sessions")
app.add_typer(staff_app, name="staff")
app.add_typer(privacy_app, name="privacy")
app.add_typer(link_app, name="link")
app.add_typer(people_app, name="people")
add_link_commands(link_app)
add_people_commands(people_app)
add_sessions_commands(sessions_app)
add_staff_commands(staff_app)
add_privacy_commands(privacy_app, sessions_app, people_app)

ScenarioArgument = Annotated[str, typer.Argument(metavar="SCENARIO", help=say("help.scenario"))]


def _or_resume(context: typer.Context, parameter: Any, scenario: str) -> str:
    # --resume is eager: it has been read by now.
    if not scenario and not context.params.get("resume"):
        raise typer.BadParameter("none is named", ctx=context, param=parameter)
    return scenario


ResumableArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=say("help.scenario"), callback=_or_resume, show_default=False)
]
LanguageOption = Annotated[str | None, typer.Option(metavar="fi|sv|en", help=say("help.language"))]
PersonaOption = Annotated[str | None, typer.Option(metavar="NAME", help=say("help.persona"))]
SeedOption = Annotated[int, typer.Option(metavar="N", help=say("help.seed"))]
PaceOption = Annotated[str | None, typer.Option(metavar="N|max", help=say("help.pace"))]
ScenariosOption = Annotated[
    list[Path] | None, typer.Option("--scenarios", metavar="DIR", help=say("help.scenario_folders"))
]


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"kaveri {version('kaveri')}")
        raise typer.Exit


@app.callback()
def kaveri(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=say("help.version"))
    ] = False,
) -> None:
    """What holds for every command."""


@app.command(help=say("help.run"))
def run(
    scenario: ResumableArgument = "",
    robot: Annotated[str | None, typer.Option(metavar="ROBOT", help=say("help.robot"))] = None,
    language: LanguageOption = None,
    persona: PersonaOption = None,
    seed: SeedOption = 0,
    pace: PaceOption = None,
    date: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help=say("help.date"))] = None,
    broker: BrokerOption = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=say("help.set"))] = None,
    group: Annotated[str | None, typer.Option(metavar="NAME", help=say("help.group"))] = None,
    here: Annotated[str | None, typer.Option(metavar="NAME,NAME", help=say("help.here"))] = None,
    passing: Annotated[str | None, typer.Option(metavar="NAME,NAME", help=say("help.passing"))] = None,
    scenarios: ScenariosOption = None,
    resume: Annotated[bool, typer.Option("--resume", is_eager=True, help=say("help.resume"))] = False,
) -> None:
    """Run a session in the terminal."""
    with loading():
        from console.running import run_in_terminal
        from sessions.launch import Order
        from sessions.settings import load
        from sessions.station import Station

    station = Station.here()
    settings = load(station.settings)
    order = Order(
        scenario,
        robot or settings.robot_address,
        language,
        persona,
        seed,
        typed_pace(pace, robot or settings.robot_address),
        date.date() if date else None,
        broker,
        _language(),
        typed_inputs(values or []),
        group,
        None if here is None else people_named(here),
        people_named(passing or ""),
        folders=tuple(scenarios or ()),
        resume=resume,
    )
    raise typer.Exit(run_in_terminal(order, station, settings))


@app.command(help=say("help.ready"))
def ready(
    scenario: ScenarioArgument,
    robot: Annotated[str | None, typer.Option(metavar="ROBOT", help=say("help.robot"))] = None,
    language: LanguageOption = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=say("help.set"))] = None,
    group: Annotated[str | None, typer.Option(metavar="NAME", help=say("help.group"))] = None,
    here: Annotated[str | None, typer.Option(metavar="NAME,NAME", help=say("help.here"))] = None,
    broker: BrokerOption = None,
    scenarios: ScenariosOption = None,
    aloud: Annotated[bool, typer.Option("--say", help=say("help.ready_say"))] = False,
) -> None:
    """Check whether a session could begin now."""
    from console.ready import check_readiness
    from sessions.launch import Order
    from sessions.settings import load
    from sessions.station import Station

    station = Station.here()
    settings = load(station.settings)
    order = Order(
        scenario,
        robot or settings.robot_address,
        language,
        broker=broker,
        reader=_language(),
        inputs=typed_inputs(values or []),
        group=group,
        here=None if here is None else people_named(here),
        folders=tuple(scenarios or ()),
    )
    raise typer.Exit(check_readiness(order, station, settings, aloud))


@app.command(help=say("help.robots"))
def robots(
    seconds: Annotated[float, typer.Option(min=0.1, max=60, metavar="N", help=say("help.robots_seconds"))] = 3.0,
) -> None:
    """List the robots on this network."""
    from console.robots import list_robots

    raise typer.Exit(list_robots(seconds))


@app.command(help=say("help.check"))
def check(
    scenarios: Annotated[list[str] | None, typer.Argument(metavar="[SCENARIO ...]", help=say("help.checked"))] = None,
    folders: ScenariosOption = None,
    form: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", metavar="text|json|github", help=say("help.format")),
    ] = "text",
    language: Annotated[
        Literal["fi", "sv", "en"] | None, typer.Option(metavar="fi|sv|en", help=say("help.reader"))
    ] = None,
) -> None:
    """Check scenarios."""
    from console.checking import check_scenarios
    from sessions.settings import load, scenario_folders
    from sessions.station import Station

    places = scenario_folders(tuple(folders or ()), load(Station.here().settings))
    raise typer.Exit(check_scenarios(scenarios or [], places, form, language))


@app.command("test", help=say("help.test"))
def try_scenarios(
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO ...]", help=say("help.test_scenarios"))
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="fi|sv|en", help=say("help.test_language"))] = None,
    folders: ScenariosOption = None,
) -> None:
    """Test scenarios."""
    from console.testing import run_tests
    from sessions.settings import load, scenario_folders
    from sessions.station import Station

    places = scenario_folders(tuple(folders or ()), load(Station.here().settings))
    raise typer.Exit(run_tests(scenarios or [], language, places))


@app.command("rehearse", help=say("help.rehearse"))
def rehearse(
    scenario: ScenarioArgument,
    people: Annotated[int | None, typer.Option(min=1, metavar="N", help=say("help.rehearse_people"))] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help=say("help.rehearse_seed"))] = 0,
    persona: Annotated[list[str] | None, typer.Option(metavar="NAME", help=say("help.rehearse_persona"))] = None,
    language: Annotated[list[str] | None, typer.Option(metavar="fi|sv|en", help=say("help.rehearse_language"))] = None,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help=say("help.rehearse_workers"))] = None,
    faults: Annotated[bool, typer.Option("--faults", help=say("help.rehearse_faults"))] = False,
    resume: Annotated[bool, typer.Option("--resume", help=say("help.rehearse_resume"))] = False,
    compare: Annotated[str | None, typer.Option(metavar="OTHER", help=say("help.rehearse_compare"))] = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=say("help.set"))] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help=say("help.rehearse_html"))] = None,
    scenarios: ScenariosOption = None,
) -> None:
    """Rehearse a scenario with simulated people."""
    from console.rehearsing import Asked, rehearse_scenario
    from sessions.settings import load, scenario_folders
    from sessions.station import Station

    station = Station.here()
    folders = scenario_folders(tuple(scenarios or ()), load(station.settings))
    asked = Asked(
        scenario,
        people,
        seed,
        tuple(persona or ()),
        tuple(language or ()),
        workers,
        faults,
        resume,
        compare,
        tuple(scenarios or ()),
        html,
        typed_inputs(values or []),
        tuple(values or ()),
    )
    raise typer.Exit(rehearse_scenario(asked, station, folders))


@app.command(help=say("help.graph"))
def graph(
    scenario: ScenarioArgument,
    html: Annotated[bool, typer.Option("--html", help=say("help.html"))] = False,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help=say("help.graph_output"))] = None,
    language: Annotated[str | None, typer.Option(metavar="fi|sv|en", help=say("help.graph_language"))] = None,
    folders: ScenariosOption = None,
) -> None:
    """Draw a scenario's states."""
    from console.graph import draw_scenario
    from sessions.settings import load, scenario_folders
    from sessions.station import Station

    places = scenario_folders(tuple(folders or ()), load(Station.here().settings))
    draw_scenario(scenario, html, output, language, places)


@app.command(help=say("help.new"))
def new(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help=say("help.new_file"))],
    setting: Annotated[str | None, typer.Option(metavar="classroom|care", help=say("help.setting"))] = None,
    languages: Annotated[str | None, typer.Option(metavar="fi,sv,en", help=say("help.languages"))] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="greeting|lesson|quiz|companionship", help=say("help.kind"))
    ] = None,
) -> None:
    """Write a starter scenario."""
    from console.new import begin_scenario

    raise typer.Exit(begin_scenario(scenario, setting, languages, kind))


@app.command(help=say("help.sim"))
def sim(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help=say("help.port"))] = 9559,
    persona: PersonaOption = None,
    language: LanguageOption = None,
    seed: SeedOption = 0,
    pace: Annotated[float, typer.Option(min=0.01, max=1000, metavar="N", help=say("help.sim_pace"))] = 1.0,
    seated: Annotated[bool, typer.Option("--seated", help=say("help.seated"))] = False,
    announce: Annotated[bool, typer.Option("--announce", help=say("help.announce"))] = False,
) -> None:
    """Serve the virtual NAO."""
    from console.serving import serve_simulator

    serve_simulator(port, persona, language or "fi", seed, pace, seated, announce)


@app.command("console", help=say("help.console"))
def serve_pages(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help=say("help.console_port"))] = 8080,
    host: Annotated[str, typer.Option(metavar="HOST", help=say("help.console_host"))] = "127.0.0.1",
    robot: Annotated[str | None, typer.Option(metavar="ROBOT", help=say("help.robot"))] = None,
    persona: PersonaOption = None,
    pace: Annotated[float, typer.Option(min=0.01, max=1000, metavar="N", help=say("help.sim_pace"))] = 1.0,
    opens: Annotated[bool, typer.Option("--open", help=say("help.console_open"))] = False,
) -> None:
    """Serve the web pages."""
    with loading():
        from console.web.app import serve
        from sessions.bodies import check_address
        from sessions.settings import load
        from sessions.station import Station

    station = Station.here()
    settings = load(station.settings)
    check_address(robot or settings.robot_address)
    serve(station, settings, host, port, robot=robot, persona=persona, pace=pace, opens=opens)


def main() -> None:
    """Run the command line: exit code 2 for what was asked wrongly, 1 for a session that could not finish."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows a question mark.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # Whoever read has had enough, as after `| head`: Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    # qi's threads may abort a program that ends by itself while they still work; everything of ours is closed by now.
    if "qi" in sys.modules:
        os._exit(code)
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    import robot

    if not Path(robot.__file__ or "").with_name("problems.yaml").exists():
        print(say("robot_elsewhere", path=robot.__file__), file=sys.stderr)
        return 2
    from robot.problem import Problem

    # What went wrong is said in words; the log lines are for developers.
    logging.basicConfig(level=logging.WARNING if os.environ.get("KAVERI_DEBUG") else logging.CRITICAL + 1)
    command: Any = typer.main.get_command(app)
    command.context_class.formatter_class = speaking(command.context_class.formatter_class)
    try:
        result = command.main(args=arguments, prog_name="kaveri", standalone_mode=False)
        return int(result or 0)
    except Problem as problem:
        print(problem.message(_language()), file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        return 1
    except (typer.Abort, typer.Exit):
        return 0
    except typer.TyperException as error:
        from console.usage import usage_message

        print(usage_message(error), file=sys.stderr)
        return 2
    finally:
        if (salvage := sys.modules.get("sessions.salvage")) is not None:
            while salvage.happened:
                print(salvage.happened.pop(0).told().message(_language()), file=sys.stderr)


def _language() -> str:
    from console.texts import language

    return language()
