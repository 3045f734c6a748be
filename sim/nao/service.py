"""What every service of the virtual NAO is made of: methods under their qi signatures, and their dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from sim.nao.errors import NaoqiError, Refused, refusal
from sim.nao.signature import Fit, Signature, fit, letters_of, parse

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

Function = TypeVar("Function", bound=Callable[..., Any])


class Overload(NamedTuple):
    """One signature of a method, ready to be tried on arguments."""

    signature: Signature
    fits: tuple[Fit, ...]
    function: Callable[..., Any]


def method(*signatures: str) -> Callable[[Function], Function]:
    """Let a function serve these overloads, written as NAOqi writes them: `v::say(ss)`."""

    def mark(function: Function) -> Function:
        function.__dict__["naoqi"] = tuple(parse(signature) for signature in signatures)
        return function

    return mark


class Service:
    """A NAOqi service; a subclass sets `name` and marks its methods."""

    name: ClassVar[str]
    table: ClassVar[dict[str, dict[int, tuple[Overload, ...]]]]

    def __init_subclass__(cls) -> None:
        """Gather the overloads by name and number of arguments, once a class."""
        table: dict[str, dict[int, list[Overload]]] = {}
        seen: set[str] = set()
        for parent in cls.__mro__:
            for function in vars(parent).values():
                for signature in getattr(function, "naoqi", ()):
                    if signature.text in seen:
                        continue
                    seen.add(signature.text)
                    overload = Overload(signature, tuple(fit(letters) for letters in signature.takes), function)
                    table.setdefault(signature.name, {}).setdefault(len(signature.takes), []).append(overload)
        cls.table = {
            name: {count: tuple(overloads) for count, overloads in counts.items()} for name, counts in table.items()
        }

    def __init__(self, nao: VirtualNao) -> None:
        self.nao = nao

    @classmethod
    def overloads(cls) -> Iterator[Overload]:
        """Every overload that this service declares."""
        for counts in cls.table.values():
            for overloads in counts.values():
                yield from overloads

    def call(self, name: str, arguments: Sequence[Any]) -> Any:
        """Call the overload that fits the arguments best.

        Raises:
            NaoqiError: No such method, no overload for these arguments, or the method refused.
        """
        counts = self.table.get(name)
        if counts is None:
            raise NaoqiError(f"Can't find method: {name}")
        overload, values = self._choose(name, counts, arguments)
        try:
            return overload.function(self, *values)
        except Refused as refused:
            raise refusal(self.name, name, str(refused)) from None

    def _choose(
        self, name: str, counts: dict[int, tuple[Overload, ...]], arguments: Sequence[Any]
    ) -> tuple[Overload, list[Any]]:
        overloads = counts.get(len(arguments), ())
        if not arguments and overloads:
            return overloads[0], []
        best: tuple[Overload, list[Any]] | None = None
        least = 0
        for overload in overloads:
            total = 0
            values = []
            for fits, argument in zip(overload.fits, arguments, strict=True):
                fitted = fits(argument)
                if fitted is None:
                    break
                total += fitted[0]
                values.append(fitted[1])
            else:
                if total == 0:
                    # It fits as it is, and of those that do the first one counts.
                    return overload, values
                if best is None or total < least:
                    best, least = (overload, values), total
        if best is None:
            raise NaoqiError(_no_match(name, counts, arguments))
        return best


class Module(Service):
    """An ALModule: a service with the generics that scripts use."""

    name = "ALModule"

    @method("b::ping()")
    def ping(self) -> bool:
        """Always true."""
        return True

    @method("s::version()")
    def version(self) -> str:
        """The version of NAOqi."""
        return self.nao.version


def _no_match(name: str, counts: dict[int, tuple[Overload, ...]], arguments: Sequence[Any]) -> str:
    given = "".join(letters_of(argument) for argument in arguments)
    candidates = [overload.signature.text for overloads in counts.values() for overload in overloads]
    lines = "".join(f"  {candidate} (1)\n" for candidate in candidates)
    heading = "Candidate" if len(candidates) == 1 else "Candidates"
    return f"Arguments types did not match for {name} (resolved to '({given})'):\n  {heading}:\n{lines}"
