// Colours. Blue is cooperation, orange is conflict, lighter is in words, darker in deeds: told apart with every kind of
// colour vision, and in grey. Of an entity the shape says the kind; a tint of its own makes it quicker to find.

export interface Palette {
  nodes: string[];      // person and other; country, place, government; military, armed group; group, organization
  quads: string[];      // verbal cooperation, material cooperation, verbal conflict, material conflict, not known
  paper: string; ink: string; muted: string; line: string; ring: string; accent: string;
}

export const light: Palette = {
  quads: ["#7fb3dc", "#1f62ad", "#f0a556", "#c2500a", "#a9adb5"],
  paper: "#fbfbf9", ink: "#1d2430", muted: "#667085", line: "#dfe1e6", nodes: ["#3d4757", "#20665f", "#7b2f5e", "#86671f"], ring: "#fbfbf9", accent: "#1d2430"};
const dark: Palette = {
  quads: ["#a5cdf0", "#4a94e8", "#f7c98d", "#ef7d22", "#737a86"],
  paper: "#14171c", ink: "#e8eaee", muted: "#98a1b0", line: "#2c323c", nodes: ["#c3cad6", "#7fcfc2", "#e59ac4", "#d9c77c"], ring: "#14171c", accent: "#ffffff"};

export type ThemeChoice = "auto" | "light" | "dark";

export class Theme {
  choice: ThemeChoice = "auto";
  palette = light;
  private readonly system = matchMedia("(prefers-color-scheme: dark)");

  constructor(private readonly changed: () => void) {
    this.system.addEventListener("change", () => this.set(this.choice));
  }
  get dark(): boolean { return this.palette === dark; }
  set(choice: ThemeChoice): void {
    this.choice = choice;
    this.palette = (choice === "auto" ? this.system.matches : choice === "dark") ? dark : light;
    document.documentElement.dataset.theme = this.dark ? "dark" : "light";
    this.changed();
  }
}

export function rgb(hex: string): [number, number, number] {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
