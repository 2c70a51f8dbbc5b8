/**
 * What this tab keeps for the person who is signed in: it outlives a reload and the end of a session,
 * but not signing out, and nobody else who signs in here gets to see it.
 */
const PREFIX = "mitra.";

/** Keeps `value` for one person under `name`. Storage that is full or switched off only costs this convenience. */
export function keepInTab(personId: string, name: string, value: unknown): void {
  withStorage((storage) => storage.setItem(keyOf(personId, name), JSON.stringify(value)));
}

/** What was kept for this person under `name`, or null. Whoever reads checks its shape. */
export function readFromTab(personId: string, name: string): unknown {
  const text = withStorage((storage) => storage.getItem(keyOf(personId, name)));
  try {
    return JSON.parse(text ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Forgets what was kept for this person under `name`. */
export function forgetInTab(personId: string, name: string): void {
  withStorage((storage) => storage.removeItem(keyOf(personId, name)));
}

/** The names that begin so, of what is kept for this person. */
export function namesInTab(personId: string, start: string): string[] {
  const own = keyOf(personId, "");
  const kept = withStorage((storage) => Object.keys(storage)) ?? [];
  return kept.flatMap((key) => (key.startsWith(own + start) ? [key.slice(own.length)] : []));
}

/** Forgets what was kept for everybody, or for everybody but one person. */
export function clearTab(exceptPersonId?: string): void {
  withStorage((storage) => {
    const kept = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
    const own = exceptPersonId === undefined ? null : keyOf(exceptPersonId, "");
    for (const key of kept) if (own === null || !key.startsWith(own)) storage.removeItem(key);
  });
}

/** Of all tabs of a browser: when somebody last signed out. It names nobody. */
const SIGNED_OUT = "mitra-signed-out";

/** Tells every tab of this browser that somebody signs out, and forgets what this one kept. */
export function noteSignedOut(): void {
  clearTab();
  const at = String(Date.now());
  withStorage((storage) => {
    storage.setItem(SIGNED_OUT, at);
    window.localStorage.setItem(SIGNED_OUT, at);
  });
}

/**
 * Forgets what this tab kept as soon as somebody signs out in another one, and calls `onSignedOut`. A tab that slept
 * through it finds out now. Returns what stops the watching.
 */
export function watchSignOut(onSignedOut: () => void): () => void {
  const forget = (): boolean =>
    withStorage((storage) => {
      const last = window.localStorage.getItem(SIGNED_OUT);
      if (last === null || storage.getItem(SIGNED_OUT) === last) return false;
      clearTab();
      storage.setItem(SIGNED_OUT, last);
      return true;
    }) ?? false;
  const hear = ({ key }: StorageEvent): void => {
    if (key === SIGNED_OUT && forget()) onSignedOut();
  };
  forget();
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}

function keyOf(personId: string, name: string): string {
  return `${PREFIX}${personId}.${name}`;
}

function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(window.sessionStorage);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
