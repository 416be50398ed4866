// Draws the pairs, a line each, from typed arrays in a canvas below sigma's own: 200,000 of them without an object
// each. Where the line lies is uploaded once; weight, class, direction and emphasis come from a state texture.
import {StateTexture, state_lookup} from "./state_texture";

// Bytes of a pair's state: width in quarters of a pixel (0: not seen); 16 × emphasis + 5 × direction … see pack_kind;
// opacity; level: 0 is always drawn, else the line appears when the camera is near enough.
export const enum Direction { both, forward, backward }
export const enum PairEmphasis { normal, faded, marked }
export function pack_kind(quad: number, direction: Direction, emphasis: PairEmphasis): number {
  return quad + 8 * direction + 32 * emphasis;
}
export const LEVELS_PER_OCTAVE = 16;

const vertex_shader = `
attribute vec2 a_corner;
attribute vec4 a_ends;
attribute float a_index;
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_level;
uniform float u_widen;
uniform float u_arrows;
uniform vec3 u_colors[5];
varying vec2 v_at;
varying float v_half;
varying float v_length;
varying float v_direction;
varying vec4 v_color;
${state_lookup}
void main() {
  vec4 state = state_of(a_index);
  float emphasis = floor(state.y / 32.0);
  float direction = floor((state.y - emphasis * 32.0) / 8.0);
  int quad = int(state.y - emphasis * 32.0 - direction * 8.0 + 0.5);
  vec2 from = (u_matrix * vec3(a_ends.xy, 1.0)).xy * u_viewport * 0.5;
  vec2 to = (u_matrix * vec3(a_ends.zw, 1.0)).xy * u_viewport * 0.5;
  vec2 along = to - from;
  float size = max(length(along), 0.001);
  along /= size;
  float half_width = max(state.x * 0.125 * u_widen, 0.35);
  bool arrow = u_arrows > 0.5 && direction > 0.5 && size > 46.0;
  float reach = half_width + 1.0 + (arrow ? 3.0 + half_width : 0.0);
  vec2 at = mix(from, to, a_corner.x) + vec2(-along.y, along.x) * a_corner.y * reach;
  float appears = state.w == 0.0 ? 1.0 : clamp((u_level - state.w) / 8.0 + 1.0, 0.0, 1.0);
  vec3 color = u_colors[0];
  for (int i = 1; i < 5; i++) if (i == quad) color = u_colors[i];
  float alpha = state.z / 255.0 * appears;
  if (emphasis > 0.5 && emphasis < 1.5) alpha *= 0.13;
  if (emphasis > 1.5) alpha = 0.95;
  v_color = vec4(color, alpha);
  v_at = vec2(a_corner.x * size, a_corner.y * reach);
  v_half = half_width;
  v_length = size;
  v_direction = arrow ? direction : 0.0;
  gl_Position = vec4(at * 2.0 / u_viewport, 0.0, 1.0);
  if (state.x == 0.0 || alpha < 0.004) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

const fragment_shader = `
precision highp float;
varying vec2 v_at;
varying float v_half;
varying float v_length;
varying float v_direction;
varying vec4 v_color;
uniform float u_pixel;
void main() {
  float d = abs(v_at.y) - v_half;
  if (v_direction > 0.5) {
    float tip = (v_at.x - v_length * 0.5) * (v_direction > 1.5 ? -1.0 : 1.0);
    float wing = max(abs(v_at.y) * 0.86 + tip * 0.5 - (v_half + 4.0) * 0.5, -tip - (v_half + 4.0) * 0.6);
    d = min(d, wing);
  }
  gl_FragColor = vec4(v_color.rgb, 1.0) * v_color.a * smoothstep(u_pixel, -u_pixel, d);
}`;

export interface PairFrame {
  matrix: Float32Array; width: number; height: number; pixelRatio: number;
  level: number;    // lines up to this level are drawn
  widen: number;    // pixels on the screen a pixel of the state's width
  arrows: boolean;
  colors: number[]; // 5 × rgb
}

export class PairLayer {
  private readonly program: WebGLProgram;
  private readonly locations: Record<string, WebGLUniformLocation | null> = {};

  // `ends`: x, y of either end of each pair, in the coordinates that the frames' matrix maps.
  constructor(private readonly gl: WebGL2RenderingContext, private readonly state: StateTexture,
              ends: Float32Array, private readonly pairs: number) {
    const program = this.program = gl.createProgram()!;
    for (const [type, source] of [[gl.VERTEX_SHADER, vertex_shader], [gl.FRAGMENT_SHADER, fragment_shader]] as const) {
      const shader = gl.createShader(type)!;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? "shader");
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    for (const name of ["u_matrix", "u_viewport", "u_level", "u_widen", "u_arrows", "u_colors", "u_pixel", "u_state", "u_state_size"]) {
      this.locations[name] = gl.getUniformLocation(program, name);
    }
    const attribute = (name: string, size: number, data: Float32Array, divisor: number) => {
      const location = gl.getAttribLocation(program, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, gl.FLOAT, false, 0, 0);
      gl.vertexAttribDivisor(location, divisor);
    };
    attribute("a_corner", 2, Float32Array.of(0, -1, 1, -1, 0, 1, 1, 1), 0);
    attribute("a_ends", 4, ends, 1);
    attribute("a_index", 1, Float32Array.from({length: pairs}, (_, i) => i), 1);
  }

  draw(frame: PairFrame): void {
    const {gl, locations} = this;
    gl.viewport(0, 0, frame.width * frame.pixelRatio, frame.height * frame.pixelRatio);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (this.pairs === 0) return;
    gl.useProgram(this.program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.state.bind(gl as unknown as WebGLRenderingContext);
    gl.uniform1i(locations.u_state, 0);
    gl.uniform2f(locations.u_state_size, ...this.state.size);
    gl.uniformMatrix3fv(locations.u_matrix, false, frame.matrix);
    gl.uniform2f(locations.u_viewport, frame.width, frame.height);
    gl.uniform1f(locations.u_level, frame.level);
    gl.uniform1f(locations.u_widen, frame.widen);
    gl.uniform1f(locations.u_arrows, frame.arrows ? 1 : 0);
    gl.uniform3fv(locations.u_colors, frame.colors);
    gl.uniform1f(locations.u_pixel, 0.6 / frame.pixelRatio);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.pairs);
  }
}
