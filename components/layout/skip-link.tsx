/** The first stop of the keyboard: past the frame, to `#content`. */
export function SkipLink({ label }: { label: string }) {
  return (
    <a
      href="#content"
      className="-translate-y-24 fixed top-2 left-2 z-50 rounded-lg bg-accent px-3.5 py-2 font-medium text-on-accent shadow-floating focus:translate-y-0"
    >
      {label}
    </a>
  );
}
