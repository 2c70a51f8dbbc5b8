/** The first stop of the keyboard: past the frame, to `#content`. */
export function SkipLink({ label }: { label: string }) {
  return (
    <a
      href="#content"
      className="sr-only z-50 rounded-lg bg-accent px-3.5 py-2 font-medium text-on-accent shadow-floating focus:not-sr-only focus:fixed! focus:top-2 focus:left-2"
    >
      {label}
    </a>
  );
}
