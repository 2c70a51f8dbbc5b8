import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-look";

/**
 * A link that looks like a button, for going somewhere; it never changes anything. It stands apart from `Button`, so
 * that a page with buttons alone need not bring the router's link.
 */
export function ButtonLink<T extends string>({
  variant,
  size,
  icon,
  className,
  children,
  ...link
}: Omit<ComponentProps<typeof Link>, "href"> & ButtonLook & { href: Route<T> }) {
  return (
    <Link {...link} className={buttonClass({ variant, size }, className)}>
      {icon}
      {children}
    </Link>
  );
}
