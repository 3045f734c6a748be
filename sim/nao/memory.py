"""ALMemory: what the robot knows by key, and the events that tell of changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.nao.errors import Refused
from sim.nao.service import Module, method
from sim.nao.signature import letters_of

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

Seen = Callable[[Any], None]

_TYPES = {"b": "Bool", "i": "Int", "l": "Int", "d": "Float", "s": "String", "[m]": "Array", "{mm}": "Array", "r": "Raw"}


class Subscriber:
    """What `subscriber(key)` gives: the event whose signal a client connects to."""

    def __init__(self, key: str) -> None:
        self.key = key


class Memory(Module):
    """Keys with values, and events with watchers; a watcher is called inside the call that raises."""

    name = "ALMemory"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._values: dict[str, Any] = {}
        self._stamps: dict[str, float] = {}
        self._computed: dict[str, Callable[[], Any]] = {}
        self._events: set[str] = set()
        self._micro_events: set[str] = set()
        self._watchers: dict[str, list[Seen]] = {}
        self._modules: dict[tuple[str, str], Seen] = {}
        self._descriptions: dict[str, str] = {}

    def watch(self, key: str, seen: Seen) -> Callable[[], None]:
        """Call `seen` with every value that `key` is raised with; the answer ends that."""
        watchers = self._watchers.setdefault(key, [])
        watchers.append(seen)

        def end() -> None:
            if seen in watchers:
                watchers.remove(seen)

        return end

    def declare(self, *keys: str, value: Any = None) -> None:
        """Make events known, with a first value."""
        for key in keys:
            self._events.add(key)
            self.put(key, value)

    def put(self, key: str, value: Any) -> None:
        """Keep a value without telling anyone."""
        self._values[key] = value
        self._stamps[key] = self.nao.clock.now()

    def raise_(self, key: str, value: Any) -> None:
        """Keep a value and tell every watcher of `key`, those of the longest standing first."""
        self._values[key] = value
        self._stamps[key] = self.nao.clock.now()
        watchers = self._watchers.get(key)
        if watchers:
            for seen in tuple(watchers):
                seen(value)

    def compute(self, key: str, reading: Callable[[], Any]) -> None:
        """Let `key` be a sensor: each look at it takes a reading."""
        self._computed[key] = reading

    def value(self, key: str) -> Any:
        """The value of a key.

        Raises:
            KeyError: There is no such key.
        """
        reading = self._computed.get(key)
        return reading() if reading is not None else self._values[key]

    @method("m::getData(s)", "m::getData(si)")
    def get_data(self, key: str, _deprecated: int = 0) -> Any:
        """The value of a key; an unknown one is refused."""
        try:
            return self.value(key)
        except KeyError:
            raise Refused(f"Data not found {key}") from None

    @method("m::getListData(m)")
    def get_list_data(self, keys: Any) -> list[Any]:
        """The values of several keys; None for each one that is unknown."""
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise Refused("keyList must be an array of strings")
        return [self.value(key) if key in self._computed or key in self._values else None for key in keys]

    @method("[s]::getDataList(s)")
    def get_data_list(self, filter_: str) -> list[str]:
        """The keys that hold `filter_`."""
        return [key for key in self.get_data_list_name() if filter_ in key]

    @method("[s]::getDataListName()")
    def get_data_list_name(self) -> list[str]:
        """Every key."""
        return sorted({*self._values, *self._computed})

    @method("v::insertData(si)", "v::insertData(sf)", "v::insertData(ss)", "v::insertData(sm)")
    def insert_data(self, key: str, value: Any) -> None:
        """Keep a value; nobody is told."""
        self.put(key, value)

    @method("v::insertListData(m)")
    def insert_list_data(self, pairs: Any) -> None:
        """Keep several values, given as [[key, value], ...]."""
        if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
            raise Refused("list must be an array of [key, value]")
        for key, value in pairs:
            self.put(key, value)

    @method("v::removeData(s)")
    def remove_data(self, key: str) -> None:
        """Forget a key; an unknown one is refused."""
        if key not in self._values:
            raise Refused(f"Data not found {key}")
        del self._values[key]

    @method("v::declareEvent(s)", "v::declareEvent(ss)")
    def declare_event(self, key: str, _extractor: str = "") -> None:
        """Make an event known."""
        self._events.add(key)
        self._values.setdefault(key, None)

    @method("v::raiseEvent(sm)")
    def raise_event(self, key: str, value: Any) -> None:
        """Keep a value and tell the subscribers."""
        self._events.add(key)
        self.raise_(key, value)

    @method("v::raiseMicroEvent(sm)")
    def raise_micro_event(self, key: str, value: Any) -> None:
        """Keep a value and tell the subscribers."""
        self._micro_events.add(key)
        self.raise_(key, value)

    @method("v::removeEvent(s)")
    def remove_event(self, key: str) -> None:
        """Forget an event and who wanted it."""
        self._events.discard(key)
        self._forget(key)

    @method("v::removeMicroEvent(s)")
    def remove_micro_event(self, key: str) -> None:
        """Forget a micro event and who wanted it."""
        self._micro_events.discard(key)
        self._forget(key)

    @method("[s]::getEventList()")
    def get_event_list(self) -> list[str]:
        """The events that are known."""
        return sorted(self._events)

    @method("[s]::getMicroEventList()")
    def get_micro_event_list(self) -> list[str]:
        """The micro events that are known."""
        return sorted(self._micro_events)

    @method("o::subscriber(s)")
    def subscriber(self, key: str) -> Subscriber:
        """An object whose signal fires with each value that the event is raised with."""
        self._events.add(key)
        return Subscriber(key)

    @method("v::subscribeToEvent(sss)", "v::subscribeToEvent(ssss)", "v::subscribeToMicroEvent(ssss)")
    def subscribe_to_event(self, key: str, module: str, *names: str) -> None:
        """Call `module.method(key, value, message)` for each value; a module that is not there is refused."""
        message, callback = names if len(names) == 2 else ("", names[0])
        outside = self.nao.outside
        if outside is None or not outside.has(module):
            raise Refused(f"Module {module} cannot be found")
        self._unsubscribe(key, module)

        def tell(value: Any) -> None:
            outside.call(module, callback, [key, value, message])

        self._modules[key, module] = tell
        self._events.add(key)
        self.watch(key, tell)

    @method("v::unsubscribeToEvent(ss)", "v::unsubscribeToMicroEvent(ss)")
    def unsubscribe_to_event(self, key: str, module: str) -> None:
        """End a subscription; one that is not there is refused."""
        if (key, module) not in self._modules:
            raise Refused(f"Module {module} is not subscribed to {key}")
        self._unsubscribe(key, module)

    @method("v::unregisterModuleReference(s)")
    def unregister_module_reference(self, module: str) -> None:
        """End every subscription of a module."""
        for key, subscribed in tuple(self._modules):
            if subscribed == module:
                self._unsubscribe(key, module)

    @method("[s]::getSubscribers(s)")
    def get_subscribers(self, key: str) -> list[str]:
        """The modules subscribed to an event."""
        return [module for subscribed, module in self._modules if subscribed == key]

    @method("s::getType(s)")
    def get_type(self, key: str) -> str:
        """The type of a key's value."""
        return _TYPES.get(letters_of(self.get_data(key)), "Unknown")

    @method("m::getTimestamp(s)")
    def get_timestamp(self, key: str) -> list[Any]:
        """[value, seconds, microseconds] of a key, in the robot's own time."""
        value = self.get_data(key)
        seconds = self._stamps.get(key, self.nao.clock.now())
        return [value, int(seconds), int(seconds % 1 * 1e6)]

    @method("v::setDescription(ss)")
    def set_description(self, key: str, description: str) -> None:
        """Keep words about a key."""
        self._descriptions[key] = description

    @method("m::getDescriptionList([s])")
    def get_description_list(self, keys: list[str]) -> list[Any]:
        """[[key, description], ...] of the keys."""
        return [[key, self._descriptions.get(key, "")] for key in keys]

    def _unsubscribe(self, key: str, module: str) -> None:
        tell = self._modules.pop((key, module), None)
        if tell is not None:
            self._watchers[key].remove(tell)

    def _forget(self, key: str) -> None:
        self._values.pop(key, None)
        for subscribed, module in tuple(self._modules):
            if subscribed == key:
                self._unsubscribe(key, module)


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) >= 2 and isinstance(pair[0], str)
