"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { REGISTRATION_FIELDS } from "@/lib/registrations/problem";
import type { RegistrationValues } from "@/lib/registrations/registration-view";

/** A form that was sent: what became of it, and when (ISO 8601, UTC). */
export type SentForm = { id: string; at: string };

/** What the browser's history entry of the form keeps: its key, and what became of it. */
type HistoryMemory = { key: string; sent: SentForm | null };

export type FormMemory = {
  /** Set where this form is known to have been sent before: on coming back to it, or because the server says so. */
  sent: SentForm | null;
  takeKey: () => string;
  /** Notes that it was sent, for whoever comes back; this screen is being left and does not change any more. */
  noteSent: (form: SentForm) => void;
  /** Says on this screen that it was sent. */
  showSent: (form: SentForm) => void;
  /** Another form from here on: a new key, nothing sent. */
  startNew: () => void;
};

const HISTORY_FIELD = "mitraForm";
const STORAGE_PREFIX = "mitra.form.";

/**
 * The identity of one form in this tab. Its key is the idempotency key and lives in `history.state`,
 * so that going back and sending again is still the same form.
 */
export function useFormMemory(): FormMemory {
  const memory = useRef<HistoryMemory>(null);
  const [sent, setSent] = useState<SentForm | null>(null);

  const takeMemory = useCallback((): HistoryMemory => {
    memory.current ??= readHistory() ?? { key: createFormKey(), sent: null };
    return memory.current;
  }, []);

  const remember = useCallback((next: HistoryMemory) => {
    memory.current = next;
    writeHistory(next);
  }, []);

  useEffect(() => setSent(takeMemory().sent), [takeMemory]);

  // On every render: the router rewrites the history entry when it refreshes and may drop our field.
  useEffect(() => {
    if (readHistory()?.key !== takeMemory().key) writeHistory(takeMemory());
  });

  return {
    sent,
    takeKey: useCallback(() => takeMemory().key, [takeMemory]),
    noteSent: (form) => remember({ key: takeMemory().key, sent: form }),
    showSent(form) {
      remember({ key: takeMemory().key, sent: form });
      setSent(form);
    },
    startNew() {
      remember({ key: createFormKey(), sent: null });
      setSent(null);
    },
  };
}

function readHistory(): HistoryMemory | null {
  const state: unknown = window.history.state;
  if (!isRecord(state)) return null;
  const kept = state[HISTORY_FIELD];
  if (!isRecord(kept) || typeof kept.key !== "string") return null;
  const sent = isRecord(kept.sent) ? kept.sent : {};
  const isSent = typeof sent.id === "string" && typeof sent.at === "string";
  return { key: kept.key, sent: isSent ? { id: String(sent.id), at: String(sent.at) } : null };
}

function writeHistory(memory: HistoryMemory): void {
  const state: unknown = window.history.state;
  window.history.replaceState({ ...(isRecord(state) ? state : {}), [HISTORY_FIELD]: memory }, "");
}

/** A version 4 UUID. `crypto.randomUUID` is missing on plain http, where a self-hosted console may well run. */
function createFormKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Keeps what is typed in this tab, so that opening a look-alike, a reload or a crash loses nothing. */
export function keepTyped(key: string, values: RegistrationValues): void {
  try {
    sessionStorage.setItem(STORAGE_PREFIX + key, JSON.stringify(values));
  } catch (error) {
    // Storage that is full or switched off only costs this convenience.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** What was typed into the form with this key, or null. */
export function readTyped(key: string): RegistrationValues | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_PREFIX + key) ?? "null");
    return isRegistrationValues(kept) ? kept : null;
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Forgets what was typed, once it is stored where it belongs. */
export function forgetTyped(key: string): void {
  try {
    sessionStorage.removeItem(STORAGE_PREFIX + key);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function isRegistrationValues(kept: unknown): kept is RegistrationValues {
  return (
    isRecord(kept) && [...REGISTRATION_FIELDS, "country"].every((field) => typeof kept[field] === "string")
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
