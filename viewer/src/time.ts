// Times are UTC seconds since 1970; spans are half-open. Names are English, so that a page reads alike everywhere.

export const DAY = 86400;
export type Unit = "hour" | "day" | "week" | "month" | "quarter" | "year" | "decade";
export const units: Unit[] = ["hour", "day", "week", "month", "quarter", "year", "decade"];
const unit_seconds: Record<Unit, number> = {
  hour: 3600, day: DAY, week: 7 * DAY, month: 30.44 * DAY, quarter: 91.3 * DAY, year: 365.25 * DAY, decade: 3652.5 * DAY};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function date_of(seconds: number): Date { return new Date(seconds * 1000); }
function utc(year: number, month: number, day = 1): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime() / 1000;
}

// The latest boundary of `unit` that is not after `seconds`. Weeks begin on Monday.
export function floor_to(seconds: number, unit: Unit): number {
  const date = date_of(seconds);
  const year = date.getUTCFullYear(), month = date.getUTCMonth();
  switch (unit) {
    case "hour": return Math.floor(seconds / 3600) * 3600;
    case "day": return Math.floor(seconds / DAY) * DAY;
    case "week": return (Math.floor((Math.floor(seconds / DAY) + 3) / 7) * 7 - 3) * DAY;
    case "month": return utc(year, month);
    case "quarter": return utc(year, Math.floor(month / 3) * 3);
    case "year": return utc(year, 0);
    case "decade": return utc(Math.floor(year / 10) * 10, 0);
  }
}

// REQUIRES: `boundary` is a boundary of `unit`.
export function step(boundary: number, unit: Unit, steps = 1): number {
  const date = date_of(boundary);
  const year = date.getUTCFullYear(), month = date.getUTCMonth();
  switch (unit) {
    case "hour": return boundary + steps * 3600;
    case "day": return boundary + steps * DAY;
    case "week": return boundary + steps * 7 * DAY;
    case "month": return utc(year, month + steps);
    case "quarter": return utc(year, month + 3 * steps);
    case "year": return utc(year + steps, 0);
    case "decade": return utc(year + 10 * steps, 0);
  }
}

function ceil_to(seconds: number, unit: Unit): number {
  const floor = floor_to(seconds, unit);
  return floor === seconds ? seconds : step(floor, unit);
}

// The finest unit, of `finest` and longer ones, that cuts [from, to) into at most `most` pieces.
export function unit_for(from: number, to: number, most: number, finest: Unit = "hour"): Unit {
  return units.slice(units.indexOf(finest)).find((unit) => (to - from) / unit_seconds[unit] <= most) ?? "decade";
}

// Where an axis of [from, to) is marked, evenly: boundaries of the finest unit that makes at most `most` pieces, or of so many
// decades as do, 1, 2, 5, 10, 20 …, at years that these divide.
export function marks_of(from: number, to: number, most: number): {marks: number[]; unit: Unit; decades: number} {
  const unit = unit_for(from, to, most);
  let decades = 1;
  if (unit === "decade") {
    const least = (to - from) / unit_seconds.decade / most;
    for (let power = 1; decades < least; power *= 10) decades = [1, 2, 5, 10].map((factor) => factor * power).find((n) => n >= least) ?? 10 * power;
  }
  let mark = ceil_to(from, unit);
  if (decades > 1) while (date_of(mark).getUTCFullYear() % (10 * decades) !== 0) mark = step(mark, unit);
  const marks = [];
  for (; mark < to; mark = step(mark, unit, decades)) marks.push(mark);
  return {marks, unit, decades};
}

export function day_text(seconds: number): string {
  const date = date_of(seconds);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function clock(seconds: number): string { return date_of(seconds).toISOString().slice(11, 16); }

export function unit_text(seconds: number, unit: Unit): string {
  const date = date_of(seconds), year = date.getUTCFullYear();
  switch (unit) {
    case "hour": return `${day_text(seconds)}, ${clock(seconds)}`;
    case "day": return day_text(seconds);
    case "week": return `week of ${day_text(seconds)}`;
    case "month": return `${months[date.getUTCMonth()]} ${year}`;
    case "quarter": return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${year}`;
    case "year": return `${year}`;
    case "decade": return `${year}s`;
  }
}

// A short text for an axis: the year only where it is needed.
export function tick_text(seconds: number, unit: Unit, with_year: boolean): string {
  const date = date_of(seconds);
  if (unit === "hour") return clock(seconds);
  if (unit === "day" || unit === "week") {
    return `${date.getUTCDate()} ${months[date.getUTCMonth()]}${with_year ? " " + date.getUTCFullYear() : ""}`;
  }
  if (unit === "month") return with_year ? `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}` : months[date.getUTCMonth()];
  return unit_text(seconds, unit);
}

// What is known of [begin, end) at `precision` (second … decade, unknown).
export function span_text(begin: number, end: number, precision: string): string {
  if (precision === "second" || precision === "minute" || precision === "hour") {
    const first = `${day_text(begin)}, ${clock(begin)}`;
    return end - begin <= 3600 ? first : `${first} – ${day_text(end - 1)}, ${clock(end - 1)}`;
  }
  if (precision === "unknown") return window_text(begin, end);
  const unit = precision as Unit;
  const first = unit_text(floor_to(begin, unit), unit), last = unit_text(floor_to(end - 1, unit), unit);
  return first === last ? first : `${first} – ${last}`;
}

// A window in days, both ends named: [5 Nov, 12 Nov) is "5 Nov 2024 – 11 Nov 2024".
export function window_text(from: number, to: number): string {
  if (to - from < DAY || from % DAY !== 0 || to % DAY !== 0) {
    return `${day_text(from)}, ${clock(from)} – ${day_text(to)}, ${clock(to)}`;
  }
  const first = day_text(from), last = day_text(to - DAY);
  return first === last ? first : `${first} – ${last}`;
}

export function iso(seconds: number): string {
  const text = date_of(seconds).toISOString();
  return seconds % DAY === 0 ? text.slice(0, 10) : text.slice(0, 19) + "Z";
}

export function from_iso(text: string): number | undefined {
  const milliseconds = Date.parse(text.length === 10 ? text + "T00:00:00Z" : text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
