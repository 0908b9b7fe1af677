/* What became of this revision since its pages were written, on the reader's day, and what holds instead. Its words come
   from the head of the page; without it the dates there suffice. */
(() => {
  "use strict";

  const { add, called, filled } = planpress;

  const tell = () => {
    const words = planpress.here();
    const place = document.getElementById("_pending");
    const revisions = planpress.revisions();
    if (!words || !place || !revisions.length) return;
    const own = words.number;
    const day = planpress.today();
    const status = planpressVerdict.statusOn(revisions, own, day);
    const known = planpress.published();
    const now = planpressVerdict.inForce(revisions, day);
    const coming = planpressVerdict.reigns(revisions).find((one) => one.effective > day);
    const mine = revisions.find((one) => String(one.number) === own);

    /* The page that says the same in the publication of a revision; every address answers in the current one. */
    const addressOf = ({ number, folder }) => {
      if (!known || !folder) return "";
      if (folder === known.current) return `${words.root}/../${folder}/${words.page}`;
      return words.before === String(number) ? words.beforeAddress : `${words.root}/../${folder}/index.html`;
    };
    const say = (text, to) => {
      place.textContent = "";
      add(place, "span", text);
      const address = to && String(to.number) !== own ? addressOf(to) : "";
      if (!address) return;
      place.append(" ");
      add(place, "a", filled(words.toRevision, { number: called(to.number) })).href = address;
    };
    const instead = now ? filled(now.repeal ? words.repealed : words.holds, { number: called(now.number), date: now.effective }) : words.noneHolds;

    place.hidden = false;
    place.dataset.standing = status;
    if (status === "taken-back") say(`${words.takenBack} ${instead}`, now);
    else if (status === "not-yet") say(`${filled(words.notYet, { date: mine.effective })} ${instead}`, now);
    else if (status === "repealed") say(filled(words.repealed, { date: now.effective }), now);
    else if (status === "amended" || status === "corrected") say(`${words[status]} ${instead}`, now ?? coming);
    else if (coming && known) say(filled(words.inForce, { number: called(coming.number), date: coming.effective }), coming);
    else place.hidden = true;
  };

  planpress.whenRead(tell);
})();
