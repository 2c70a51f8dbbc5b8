import ExternalLink from "lucide-react/icons/external-link";
import { buttonClass } from "@/components/ui/button-look";

/** A page outside of the product, in a tab of its own. */
export function OutsideLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={buttonClass({ size: "small", variant: "quiet" })}
    >
      <ExternalLink aria-hidden="true" />
      {children}
    </a>
  );
}
