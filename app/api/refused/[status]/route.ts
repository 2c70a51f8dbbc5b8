import { defineRoute } from "@/lib/server/route-handler";

/** The answer to what cannot be read as a request at all (`lib/http/unreadable-requests.ts`). Nothing of it is looked at. */
export const GET = defineRoute<"public", { status: string }>({
  permission: "public",
  async handler({ params }) {
    const isMethod = params.status === "405";
    return Response.json(
      { error: { code: "bad_input" } },
      { status: isMethod ? 405 : 400, headers: isMethod ? { allow: "GET, HEAD, POST" } : {} },
    );
  },
});
