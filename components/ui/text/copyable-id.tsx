import { CopyButton } from "./copy-button";

/** An id in figures of one width, with the button that copies it. */
export function CopyableId({
  id,
  copyLabel,
  copiedLabel,
  refusedLabel,
}: {
  id: string;
  copyLabel: string;
  copiedLabel: string;
  refusedLabel: string;
}) {
  return (
    <span className="-my-1 inline-flex max-w-full items-center gap-1">
      <span className="mono-id min-w-0">{id}</span>
      <CopyButton text={id} label={copyLabel} copiedLabel={copiedLabel} refusedLabel={refusedLabel} />
    </span>
  );
}
