"""The virtual NAO as a real qi service directory: what any NAOqi program may connect to.

One lock guards the robot and its clock. qi's threads take it and call; a thread of our own fires the clock's timers.
"""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from collections.abc import Callable, Iterable
from typing import Any

from robot.clock import Clock, RealClock, Timer
from robot.nao.qi_link import load_qi
from robot.problem import Problem
from sim.nao.errors import NaoqiError
from sim.nao.memory import Subscriber
from sim.nao.pending import Pending
from sim.nao.service import Overload, Service
from sim.nao.virtual_nao import VirtualNao
from sim.pacing import Pacer
from sim.wire import copied

Learn = Callable[[str, list[str], list[str]], None]
"""Tells a person in the room what a question is, its right answers and its wrong ones."""

_log = logging.getLogger(__name__)

_MODULE_WAIT_MS = 3000
_LETTING_GO = 1.0
_SUBSCRIBING = frozenset({"subscribeToEvent", "subscribeToMicroEvent"})
_TROUBLE = "The simulated robot failed; its log says why"


class SharedClock(RealClock):
    """The real time, for several threads that share one lock; a new timer wakes the thread that fires them."""

    def __init__(self, seed: int | None = None, pace: float = 1.0) -> None:
        super().__init__(seed, pace)
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Any thread. Call back once, `seconds` from now, with the lock held."""
        with self.lock:
            timer = super().call_later(seconds, callback)
            self.changed.notify()
            return timer


class Server:
    """Hosts one virtual NAO; `nao` and `clock` may be used by whoever holds `clock.lock`.

    Args:
        make: Builds the robot on the clock that it is given.
        host: The address to listen on.
        port: The port to listen on; 0 takes any free one, which `url` then tells.
        seed: Of the robot's chance.
        pace: How many of the robot's seconds pass in a real one.
        learn: Told of each question by the station, through the service `KaveriRoom`; without it there is no such
            service. Called with the lock held.

    Raises:
        Problem: qi is not installed (qi_missing).
    """

    def __init__(
        self,
        make: Callable[[Clock], VirtualNao] = VirtualNao,
        *,
        host: str = "127.0.0.1",
        port: int = 9559,
        seed: int | None = None,
        pace: float = 1.0,
        learn: Learn | None = None,
    ) -> None:
        self.clock = SharedClock(seed, pace)
        self.nao = make(self.clock)
        self._address = f"tcp://{host}:{port}"
        self._host, self._port = host, port
        self._learn = learn
        self._qi: Any = load_qi()
        self._session: Any = None
        self._pacer = Pacer()
        self._closing = False
        self._timers = threading.Thread(target=self._fire_timers, name="sim timers", daemon=True)
        self._hosted: dict[int, Any] = {}
        self._signals: dict[str, Any] = {}
        self._unwatch: list[Callable[[], None]] = []
        self._modules: dict[str, Any] = {}

    @property
    def url(self) -> str:
        """Where clients connect, such as tcp://127.0.0.1:9559; known once the server has started."""
        return str(self._session.endpoints()[0])

    def start(self) -> None:
        """Listen, and let the robot's time pass.

        Raises:
            Problem: The port is taken, or the address is not this computer's.
        """
        session = self._qi.Session()
        try:
            session.listenStandalone(self._address)
        except RuntimeError as error:
            session.close()
            code = "port_taken" if "in use" in str(error) else "address_unusable"
            raise Problem(code, host=self._host, port=self._port) from None
        self._session = session
        self.nao.outside = self
        for service in self.nao.services.values():
            self._host_service(service.name, self._methods(service))
        if self._learn is not None:
            self._host_service("KaveriRoom", {"learn": self._bound("v", ["s", "[s]", "[s]"], "learn", self._taught)})
        self._pacer.start()
        self._timers.start()

    def close(self) -> None:
        """Let every client go and end the threads; a server that never started is fine. Never with the lock held."""
        if self._session is None or self._closing:
            return
        with self.clock.lock:
            self._closing = True
            for end in self._unwatch:
                end()
            self.clock.changed.notify()
        self._timers.join()
        self._pacer.close()
        self._modules.clear()
        self._signals.clear()
        self._let_go()

    def has(self, module: str) -> bool:
        """Whether a client registered a service of this name."""
        return module in self._modules

    def call(self, module: str, method: str, arguments: list[Any]) -> None:
        """Call a client's service in its turn among the events, without an answer."""
        service = self._modules[module]

        def send() -> None:
            try:
                service.call(method, *arguments, _async=True)
            except RuntimeError:
                _log.info("%s.%s cannot be called back any more", module, method)

        self._pacer.send(send)

    def _methods(self, service: Service) -> dict[str, Any]:
        methods = {}
        for index, overload in enumerate(service.overloads()):
            signature = overload.signature
            call = self._caller(service, overload)
            bound = self._bound(signature.returns, signature.takes, signature.name, call)
            # libqi tells clients what a method does by its first words.
            bound.__doc__ = overload.function.__doc__
            methods[f"m{index}"] = bound
        return methods

    def _caller(self, service: Service, overload: Overload) -> Callable[..., Any]:
        name = overload.signature.name
        subscribes = service is self.nao.memory and name in _SUBSCRIBING

        def call(*arguments: Any) -> Any:
            given = [copied(argument) for argument in arguments]
            if subscribes:
                self._find_module(given[1])
            try:
                with self.clock.lock:
                    value = service.call(name, given)
                    if isinstance(value, Pending) and not value.over:
                        return self._promised(value)
            except NaoqiError as error:
                return self._failed(str(error))
            except Exception:
                # Whatever went wrong here must not show a client this computer's paths.
                _log.exception("%s.%s failed", service.name, name)
                return self._failed(_TROUBLE)
            if isinstance(value, Pending):
                return value.value if value.error is None else self._failed(str(value.error))
            return self._subscribed(value.key) if isinstance(value, Subscriber) else value

        return call

    def _promised(self, pending: Pending) -> Any:
        promise = self._qi.Promise()

        def ended(value: Any, error: NaoqiError | None) -> None:
            if error is None:
                promise.setValue(value)
            else:
                promise.setError(str(error))

        pending.then(ended)
        return promise.future()

    def _subscribed(self, key: str) -> Any:
        """The object whose signal tells of `key`: one a key, for every client."""
        with self.clock.lock:
            found = self._signals.get(key)
            if found is None:
                signal = self._qi.Signal("(m)")
                found = self._signals[key] = self._qi.multiThreaded()(type("Subscriber", (), {"signal": signal}))()
                self._unwatch.append(self.nao.watch(key, lambda value: self._pacer.send(lambda: signal(copied(value)))))
            return found

    def _find_module(self, name: str) -> None:
        """Look a client's service up; without the lock, since the client may need us to answer."""
        looked_up = self._session.service(name, _async=True)
        # A NAO, too, may take seconds to see a name that was registered just now.
        if looked_up.wait(_MODULE_WAIT_MS) == self._qi.FutureState.FinishedWithValue:
            self._modules[name] = looked_up.value()
        else:
            self._modules.pop(name, None)

    def _taught(self, question: str, right: list[str], wrong: list[str]) -> Any:
        if self._learn is None:
            return None
        try:
            with self.clock.lock:
                return self._learn(question, list(right), list(wrong))
        except Exception:
            _log.exception("KaveriRoom.learn failed")
            return self._failed(_TROUBLE)

    def _host_service(self, name: str, methods: dict[str, Any]) -> None:
        hosted = self._qi.multiThreaded()(type(name, (), methods))()
        self._hosted[self._session.registerService(name, hosted)] = hosted

    def _let_go(self) -> None:
        """End the session, and wait until libqi's threads hold nothing of ours: Python may not end before.

        A libqi thread that gives a Python object back while the interpreter ends aborts the process.
        """
        gone = [weakref.ref(hosted) for hosted in self._hosted.values()]
        for number in self._hosted:
            # Without it libqi keeps some of the objects for good.
            self._session.unregisterService(number)
        self._hosted.clear()
        self._session.close()
        pause, patience = threading.Event(), RealClock()
        while any(reference() is not None for reference in gone) and patience.now() < _LETTING_GO:
            gc.collect()
            pause.wait(0.005)

    def _fire_timers(self) -> None:
        with self.clock.lock:
            while not self._closing:
                wait = self.clock.until_next()
                if wait == 0.0:
                    try:
                        self.clock.run_due()
                    except Exception:
                        _log.exception("A timer of the simulated robot failed")
                else:
                    self.clock.changed.wait(wait)

    def _bound(self, returns: str, takes: Iterable[str], name: str, call: Callable[..., Any]) -> Any:
        """A method for a qi object that is advertised as NAOqi's own is."""

        def method(_self: Any, *arguments: Any) -> Any:
            return call(*arguments)

        return self._qi.bind(returns, list(takes), name)(method)

    def _failed(self, text: str) -> Any:
        """A future that fails with exactly this text: a raised exception would carry this computer's paths."""
        promise = self._qi.Promise()
        promise.setError(text)
        return promise.future()
