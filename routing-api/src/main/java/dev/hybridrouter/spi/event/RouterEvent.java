package dev.hybridrouter.spi.event;

/**
 * Something a router did, or that happened to it. All events are immutable, and hold no prompt or answer text except in
 * {@link RequestEnded#result()}. More kinds may be added: ignore those you do not know.
 */
public sealed interface RouterEvent
        permits RequestEvent,
                TargetChanged,
                BudgetReported,
                KillSwitchChanged,
                GuardInspected,
                PolicyActivated,
                HandlingChanged {}
