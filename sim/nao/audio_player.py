"""ALAudioPlayer: the sound files on the robot. A file that is not there is refused."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from robot.clock import Timer
from sim.nao.audio_device import check_sine
from sim.nao.errors import Refused
from sim.nao.pending import Pending
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

SYSTEM_SOUNDS = {
    "/opt/aldebaran/share/naoqi/wav/begin_reco.wav": 0.4,
    "/opt/aldebaran/share/naoqi/wav/end_reco.wav": 0.4,
    "/opt/aldebaran/share/naoqi/wav/bip_gentle.wav": 0.6,
}
"""Files that a NAO comes with, and their seconds."""


class _Playing:
    """One sound under way."""

    __slots__ = ("loop", "pending", "remaining", "since", "timer")

    def __init__(self, remaining: float, loop: bool) -> None:
        self.pending = Pending()
        self.remaining = remaining
        self.loop = loop
        self.since = 0.0
        self.timer: Timer | None = None


class AudioPlayer(Module):
    """Plays, loops, pauses and stops sounds."""

    name = "ALAudioPlayer"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._files = dict(SYSTEM_SOUNDS)
        self._loaded: dict[int, str] = {}
        self._ids = itertools.count(1)
        self._playing: dict[int, _Playing] = {}
        self._volumes: dict[int, float] = {}
        self._master = 1.0

    def install(self, path: str, seconds: float) -> None:
        """Put a sound file on the robot."""
        self._files[path] = seconds

    @method("v::playFile(s)", "v::playFile(sff)")
    def play_file(self, path: str, volume: float = 1.0, pan: float = 0.0) -> Pending:
        """Play a file to its end."""
        return self._start(self._load(path), 0.0, volume, pan, loop=False)

    @method("v::playFileInLoop(s)", "v::playFileInLoop(sff)")
    def play_file_in_loop(self, path: str, volume: float = 1.0, pan: float = 0.0) -> Pending:
        """Play a file again and again; ends when it is stopped."""
        return self._start(self._load(path), 0.0, volume, pan, loop=True)

    @method("v::playFileFromPosition(sf)", "v::playFileFromPosition(sfff)")
    def play_file_from_position(self, path: str, position: float, volume: float = 1.0, pan: float = 0.0) -> Pending:
        """Play a file from a position, in seconds."""
        return self._start(self._load(path), position, volume, pan, loop=False)

    @method("i::loadFile(s)")
    def load_file(self, path: str) -> int:
        """Make a file ready; the number to play it by."""
        return self._load(path)

    @method("v::unloadFile(i)")
    def unload_file(self, number: int) -> None:
        """Forget a file that was made ready."""
        self._path(number)
        self._stop(number)
        del self._loaded[number]

    @method("v::unloadAllFiles()")
    def unload_all_files(self) -> None:
        """Forget every file that was made ready."""
        for number in tuple(self._loaded):
            self.unload_file(number)

    @method("[s]::getLoadedFilesNames()")
    def get_loaded_files_names(self) -> list[str]:
        """The files that are ready."""
        return list(self._loaded.values())

    @method("[s]::getLoadedFilesIds()")
    def get_loaded_files_ids(self) -> list[str]:
        """The numbers of the files that are ready."""
        return [str(number) for number in self._loaded]

    @method("v::play(i)", "v::play(iff)")
    def play(self, number: int, volume: float = 1.0, pan: float = 0.0) -> Pending:
        """Play a file that is ready."""
        self._path(number)
        return self._start(number, 0.0, volume, pan, loop=False)

    @method("v::playInLoop(i)", "v::playInLoop(iff)")
    def play_in_loop(self, number: int, volume: float = 1.0, pan: float = 0.0) -> Pending:
        """Play a file that is ready again and again; ends when it is stopped."""
        self._path(number)
        return self._start(number, 0.0, volume, pan, loop=True)

    @method("v::pause(i)")
    def pause(self, number: int) -> None:
        """Hold a sound, or let it go on."""
        playing = self._playing.get(number)
        if playing is None:
            raise Refused(f"No sound is played under {number}")
        if playing.timer is None:
            self._run(number, playing)
        else:
            self.nao.clock.cancel(playing.timer)
            playing.timer = None
            playing.remaining -= self.nao.clock.now() - playing.since

    @method("v::stopAll()")
    def stop_all(self) -> None:
        """Stop every sound."""
        for number in tuple(self._playing):
            self._stop(number)

    @method("v::setVolume(if)")
    def set_volume(self, number: int, volume: float) -> None:
        """Set a sound's volume, 0 to 1."""
        self._path(number)
        self._volumes[number] = _volume(volume)

    @method("f::getVolume(i)")
    def get_volume(self, number: int) -> float:
        """A sound's volume, 0 to 1."""
        self._path(number)
        return self._volumes.get(number, 1.0)

    @method("v::setMasterVolume(f)")
    def set_master_volume(self, volume: float) -> None:
        """Set the volume of every sound, 0 to 1."""
        self._master = _volume(volume)

    @method("f::getMasterVolume()")
    def get_master_volume(self) -> float:
        """The volume of every sound, 0 to 1."""
        return self._master

    @method("f::getFileLength(i)")
    def get_file_length(self, number: int) -> float:
        """A file's seconds."""
        return self._files[self._path(number)]

    @method("f::getCurrentPosition(i)")
    def get_current_position(self, number: int) -> float:
        """Where in a file the sound is, in seconds; 0 where it is not played."""
        length = self._files[self._path(number)]
        playing = self._playing.get(number)
        if playing is None:
            return 0.0
        ran = 0.0 if playing.timer is None else self.nao.clock.now() - playing.since
        return length - playing.remaining + ran

    @method("v::playSine(iiif)")
    def play_sine(self, frequency: int, gain: int, pan: int, duration: float) -> Pending:
        """Play a tone; ends when it has sounded."""
        check_sine(frequency, gain, pan, duration)
        return self.nao.after(duration)

    def _load(self, path: str) -> int:
        if path not in self._files:
            raise Refused(f"File not found: {path}")
        number = next(self._ids)
        self._loaded[number] = path
        return number

    def _path(self, number: int) -> str:
        if number not in self._loaded:
            raise Refused(f"No file is loaded under {number}")
        return self._loaded[number]

    def _start(self, number: int, position: float, volume: float, pan: float, loop: bool) -> Pending:
        self._volumes[number] = _volume(volume)
        if not -1 <= pan <= 1:
            raise Refused("Pan must be between -1 and 1")
        length = self._files[self._loaded[number]]
        if not 0 <= position <= length:
            raise Refused(f"Position must be between 0 and {length:g}")
        self._stop(number)
        playing = self._playing[number] = _Playing(length - position, loop)
        self._run(number, playing)
        return playing.pending

    def _run(self, number: int, playing: _Playing) -> None:
        playing.since = self.nao.clock.now()

        def end() -> None:
            if playing.loop:
                playing.remaining = self._files[self._loaded[number]]
                self._run(number, playing)
            else:
                self._stop(number)

        playing.timer = self.nao.clock.call_later(playing.remaining, end)

    def _stop(self, number: int) -> None:
        playing: Any = self._playing.pop(number, None)
        if playing is not None:
            self.nao.clock.cancel(playing.timer)
            playing.pending.complete()


def _volume(volume: float) -> float:
    if not 0 <= volume <= 1:
        raise Refused("Volume must be between 0 and 1")
    return volume
