/** The product's mark: two arches that carry one another, an m. Decorative; the name stands beside it. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="8.5" className="fill-accent" />
      <path
        d="M8.5 22.5v-6.25a3.75 3.75 0 0 1 7.5 0v6.25m0-6.25a3.75 3.75 0 0 1 7.5 0v6.25"
        fill="none"
        className="stroke-on-accent"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
