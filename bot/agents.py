"""Rasa's agent of a trained model, with our tracker store, our catalogs and the actions in this process."""

from __future__ import annotations

from pathlib import Path

from rasa.core.agent import Agent, load_agent
from rasa.core.utils import AvailableEndpoints

from bot.actions_in_process import ActionsInProcess, check_results_quickly
from bot.settings import ROOT


async def load(model: Path) -> Agent:
    """Load the agent; takes seconds. Raises RuntimeError when the model cannot be used."""
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.action = ActionsInProcess()
    check_results_quickly()
    agent = await load_agent(str(model), endpoints=endpoints)
    if agent.processor is None:
        raise RuntimeError(f"the model {model.name} cannot be loaded")
    return agent
