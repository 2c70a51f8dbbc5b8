import { Notice } from "@/components/ui/notice";
import { LIST_PARAMETERS, type ListParameter } from "@/lib/registrations/list/filter";
import { getTranslator } from "@/lib/server/language";

/** Names the filters of the address or of the view that were left out, because what they name does not exist. */
export async function DroppedNotice({ dropped }: { dropped: readonly string[] }) {
  const known = LIST_PARAMETERS.filter((name) => dropped.includes(name));
  const names = [
    ...known.filter((name) => name !== "view"),
    ...dropped.filter((name) => !isListParameter(name)),
  ];
  const [t, filters] = await Promise.all([getTranslator("list"), getTranslator("filters")]);
  if (dropped.length === 0) return null;
  const words = names.map((name) =>
    isListParameter(name) ? filters(`parameters.${name}`) : `“${name.slice(0, 40)}”`,
  );
  return (
    <Notice tone="warning" role="status">
      {known.includes("view") ? <p>{t("viewGone")}</p> : null}
      {words.length > 0 ? <p>{t("dropped", { count: words.length, names: words.join(", ") })}</p> : null}
    </Notice>
  );
}

function isListParameter(name: string): name is ListParameter {
  return LIST_PARAMETERS.some((known) => known === name);
}
