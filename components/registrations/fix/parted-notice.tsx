import Link from "next/link";
import { Notice } from "@/components/ui/notice";

/** Says of one of a line that somebody else settled it while it was worked on, and that nothing more came of that. */
export function PartedNotice({ id, words, open }: { id: string; words: string; open: string }) {
  return (
    <Notice tone="warning" role="alert">
      {words}{" "}
      <Link href={`/registrations/${id}`} className="font-medium underline underline-offset-2">
        {open}
      </Link>
    </Notice>
  );
}
