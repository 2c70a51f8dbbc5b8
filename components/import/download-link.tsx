import FileDown from "lucide-react/icons/file-down";
import { type ButtonSize, type ButtonVariant, buttonClass } from "@/components/ui/button-look";

/** A link that gives a file, as a button: an address that streams is no page, so no client-side navigation. */
export function DownloadLink({
  href,
  size,
  variant,
  children,
}: {
  href: string;
  size?: ButtonSize;
  variant?: ButtonVariant;
  children: string;
}) {
  return (
    <a href={href} download className={buttonClass({ size, variant })}>
      <FileDown aria-hidden="true" />
      {children}
    </a>
  );
}
