"use client";

import "./globals.css";

/**
 * What is shown when even the frame of the page breaks. No language is known here and no catalogue
 * may be relied on, so both languages stand side by side.
 */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="id">
      <body>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-4 font-sans">
          <title>Mitra</title>
          <h1 className="font-semibold text-xl">Mitra tidak dapat menampilkan halaman ini</h1>
          <p className="text-ink-soft">Yang sudah disimpan tetap aman. Coba lagi sebentar lagi.</p>
          <p lang="en" className="text-ink-soft">
            Mitra could not show this page. What was saved is safe. Try again in a moment.
          </p>
          {error.digest ? <p className="mono-id text-ink-faint">{error.digest}</p> : null}
          <button
            type="button"
            onClick={reset}
            className="h-10 w-fit rounded-lg bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover"
          >
            Coba lagi · <span lang="en">Try again</span>
          </button>
        </main>
      </body>
    </html>
  );
}
