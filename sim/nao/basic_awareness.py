"""ALBasicAwareness: the robot turns to people and sounds of its own accord."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.nao.errors import Refused
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

STIMULI = ("People", "Touch", "TabletTouch", "Sound", "Movement", "NavigationMotion")
_PARAMETERS: dict[str, Any] = {
    "ServoingSpeed": 0.4,
    "LookStimulusSpeed": 0.5,
    "LookBackSpeed": 0.3,
    "NobodyFoundTimeOut": 0.75,
    "MinTimeTracking": 5.0,
    "TimeSleepBeforeResumeMS": 500,
    "TimeOutResetHead": 5.0,
    "AmplitudeYawTracking": 180.0,
    "FaceDetectionPeriod": 120,
}


class BasicAwareness(Module):
    """Its switch and its settings; there is nobody to look at, since cameras are not modelled."""

    name = "ALBasicAwareness"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self.enabled = False
        self._paused = False
        self._stimuli = {name: name in ("People", "Touch", "Sound", "Movement") for name in STIMULI}
        self._engagement = "Unengaged"
        self._tracking = "Head"
        self._parameters = dict(_PARAMETERS)

    @method("v::setEnabled(b)")
    def set_enabled(self, enabled: bool) -> None:
        """Switch it on or off."""
        self.enabled, self._paused = enabled, False

    @method("b::isEnabled()")
    def is_enabled(self) -> bool:
        """Whether it is on."""
        return self.enabled

    @method("b::isRunning()", "b::isAwarenessRunning()")
    def is_running(self) -> bool:
        """Whether it moves the head now."""
        return self.enabled and not self._paused

    @method("v::startAwareness()")
    def start_awareness(self) -> None:
        """Switch it on."""
        self.set_enabled(True)

    @method("v::stopAwareness()")
    def stop_awareness(self) -> None:
        """Switch it off."""
        self.set_enabled(False)

    @method("v::pauseAwareness()")
    def pause_awareness(self) -> None:
        """Hold it."""
        self._paused = True

    @method("v::resumeAwareness()")
    def resume_awareness(self) -> None:
        """Let it go on."""
        self._paused = False

    @method("b::isAwarenessPaused()")
    def is_awareness_paused(self) -> bool:
        """Whether it is held."""
        return self._paused

    @method("v::setStimulusDetectionEnabled(sb)")
    def set_stimulus_detection_enabled(self, stimulus: str, enabled: bool) -> None:
        """Notice a stimulus or not; an unknown one is refused."""
        self._known(stimulus)
        self._stimuli[stimulus] = enabled

    @method("b::isStimulusDetectionEnabled(s)")
    def is_stimulus_detection_enabled(self, stimulus: str) -> bool:
        """Whether a stimulus is noticed."""
        self._known(stimulus)
        return self._stimuli[stimulus]

    @method("v::setEngagementMode(s)")
    def set_engagement_mode(self, mode: str) -> None:
        """How firmly to keep to a person; an unknown mode is refused."""
        if mode not in ("Unengaged", "FullyEngaged", "SemiEngaged"):
            raise Refused(f"Unknown engagement mode: {mode}")
        self._engagement = mode

    @method("s::getEngagementMode()")
    def get_engagement_mode(self) -> str:
        """How firmly it keeps to a person."""
        return self._engagement

    @method("v::setTrackingMode(s)")
    def set_tracking_mode(self, mode: str) -> None:
        """What to turn with; an unknown mode is refused."""
        if mode not in ("Head", "BodyRotation", "WholeBody", "MoveContextually"):
            raise Refused(f"Unknown tracking mode: {mode}")
        self._tracking = mode

    @method("s::getTrackingMode()")
    def get_tracking_mode(self) -> str:
        """What it turns with."""
        return self._tracking

    @method("v::setParameter(sm)")
    def set_parameter(self, name: str, value: Any) -> None:
        """Set a parameter; an unknown one or another type is refused."""
        if name not in self._parameters:
            raise Refused(f"Unknown parameter: {name}")
        if not isinstance(value, int | float):
            raise Refused(f"Parameter {name} must be a number")
        self._parameters[name] = value

    @method("m::getParameter(s)")
    def get_parameter(self, name: str) -> Any:
        """A parameter."""
        if name not in self._parameters:
            raise Refused(f"Unknown parameter: {name}")
        return self._parameters[name]

    @method("v::resetAllParameters()")
    def reset_all_parameters(self) -> None:
        """Put every parameter back."""
        self._parameters = dict(_PARAMETERS)

    @method("b::engagePerson(i)")
    def engage_person(self, _person: int) -> bool:
        """Keep to a person: false, since nobody is seen."""
        return False

    def _known(self, stimulus: str) -> None:
        if stimulus not in self._stimuli:
            raise Refused(f"Unknown stimulus: {stimulus}")
