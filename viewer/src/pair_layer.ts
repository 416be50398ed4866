// Draws the pairs, a line each, in sigma's canvas for edges: 200,000 of them without an object each. Where the lines lie
// is a texture written once; weight, class, direction and emphasis are bytes in a second one; which lines are drawn, and
// in what order, is a list of indexes. No attribute and no instancing: a software GL takes each instance for a draw.
import {StateTexture, TEXTURE_WIDTH} from "./state_texture";

// Bytes of a pair's state: width in quarters of a pixel (0: not seen), pack_kind, opacity, unused.
export const enum Direction { both, forward, backward }
export const enum PairEmphasis { normal, faded, marked }
export function pack_kind(quad: number, direction: Direction, emphasis: PairEmphasis): number {
  return quad + 8 * direction + 32 * emphasis;
}

const vertex_shader = `#version 300 es
precision highp float;
precision highp int;
uniform sampler2D u_state;
uniform sampler2D u_ends;
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_widen;
uniform float u_arrows;
uniform vec3 u_colors[5];
out vec2 v_at;
out float v_half;
out float v_length;
out float v_direction;
out vec4 v_color;
void main() {
  int pair = gl_VertexID >> 2;
  ivec2 cell = ivec2(pair % ${TEXTURE_WIDTH}, pair / ${TEXTURE_WIDTH});
  vec4 state = floor(texelFetch(u_state, cell, 0) * 255.0 + 0.5);
  vec4 ends = texelFetch(u_ends, cell, 0);
  vec2 corner = vec2(gl_VertexID & 1, (gl_VertexID & 2) - 1);
  float emphasis = floor(state.y / 32.0);
  float direction = floor((state.y - emphasis * 32.0) / 8.0);
  int quad = int(state.y - emphasis * 32.0 - direction * 8.0 + 0.5);
  vec2 from = (u_matrix * vec3(ends.xy, 1.0)).xy * u_viewport * 0.5;
  vec2 to = (u_matrix * vec3(ends.zw, 1.0)).xy * u_viewport * 0.5;
  vec2 along = to - from;
  float size = max(length(along), 0.001);
  along /= size;
  float half_width = max(state.x * 0.125 * u_widen, 0.35);
  bool arrow = u_arrows > 0.5 && direction > 0.5 && size > 46.0;
  float reach = half_width + 1.0 + (arrow ? 3.0 + half_width : 0.0);
  vec2 at = mix(from, to, corner.x) + vec2(-along.y, along.x) * corner.y * reach;
  vec3 color = u_colors[0];
  for (int i = 1; i < 5; i++) if (i == quad) color = u_colors[i];
  float alpha = state.z / 255.0;
  if (emphasis > 0.5 && emphasis < 1.5) alpha *= 0.13;
  if (emphasis > 1.5) alpha = 0.95;
  v_color = vec4(color, alpha);
  v_at = vec2(corner.x * size, corner.y * reach);
  v_half = half_width;
  v_length = size;
  v_direction = arrow ? direction : 0.0;
  gl_Position = vec4(at * 2.0 / u_viewport, 0.0, 1.0);
}`;

const fragment_shader = `#version 300 es
precision highp float;
in vec2 v_at;
in float v_half;
in float v_length;
in float v_direction;
in vec4 v_color;
out vec4 o_color;
uniform float u_pixel;
void main() {
  float d = abs(v_at.y) - v_half;
  if (v_direction > 0.5) {
    float tip = (v_at.x - v_length * 0.5) * (v_direction > 1.5 ? -1.0 : 1.0);
    float wing = max(abs(v_at.y) * 0.86 + tip * 0.5 - (v_half + 4.0) * 0.5, -tip - (v_half + 4.0) * 0.6);
    d = min(d, wing);
  }
  o_color = vec4(v_color.rgb, 1.0) * v_color.a * smoothstep(u_pixel, -u_pixel, d);
}`;

export interface PairFrame {
  matrix: Float32Array; width: number; height: number; pixelRatio: number;
  widen: number;    // pixels on the screen a pixel of the state's width
  arrows: boolean;
  colors: number[]; // 5 × rgb
}

export class PairLayer {
  private readonly program: WebGLProgram;
  private readonly locations: Record<string, WebGLUniformLocation | null> = {};
  private readonly ends: WebGLTexture;
  private readonly indexes: WebGLBuffer;

  // `ends`: x, y of either end of each pair, in the coordinates that the frames' matrix maps.
  constructor(private readonly gl: WebGL2RenderingContext, private readonly state: StateTexture, ends: Float32Array) {
    const program = this.program = gl.createProgram()!;
    for (const [type, source] of [[gl.VERTEX_SHADER, vertex_shader], [gl.FRAGMENT_SHADER, fragment_shader]] as const) {
      const shader = gl.createShader(type)!;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? "shader");
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    for (const name of ["u_matrix", "u_viewport", "u_widen", "u_arrows", "u_colors", "u_pixel", "u_state", "u_ends"]) {
      this.locations[name] = gl.getUniformLocation(program, name);
    }
    const [width, height] = state.size, cells = new Float32Array(4 * width * height);
    cells.set(ends);
    this.ends = gl.createTexture()!;
    gl.bindTexture(gl.TEXTURE_2D, this.ends);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, height, 0, gl.RGBA, gl.FLOAT, cells);
    this.indexes = gl.createBuffer()!;
  }

  // Draws `pairs`, the first on top.
  draw(frame: PairFrame, pairs: Uint32Array): void {
    const {gl, locations} = this;
    gl.viewport(0, 0, frame.width * frame.pixelRatio, frame.height * frame.pixelRatio);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (pairs.length === 0) return;
    const indexes = new Uint32Array(6 * pairs.length);
    for (let i = pairs.length - 1, k = 0; i >= 0; i--, k += 6) {
      const vertex = 4 * pairs[i];
      indexes[k] = vertex;
      indexes[k + 1] = indexes[k + 3] = vertex + 1;
      indexes[k + 2] = indexes[k + 4] = vertex + 2;
      indexes[k + 5] = vertex + 3;
    }
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.indexes);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indexes, gl.DYNAMIC_DRAW);
    gl.useProgram(this.program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.state.bind(gl as unknown as WebGLRenderingContext);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, this.ends);
    gl.uniform1i(locations.u_state, 0);
    gl.uniform1i(locations.u_ends, 1);
    gl.uniformMatrix3fv(locations.u_matrix, false, frame.matrix);
    gl.uniform2f(locations.u_viewport, frame.width, frame.height);
    gl.uniform1f(locations.u_widen, frame.widen);
    gl.uniform1f(locations.u_arrows, frame.arrows ? 1 : 0);
    gl.uniform3fv(locations.u_colors, frame.colors);
    gl.uniform1f(locations.u_pixel, 0.6 / frame.pixelRatio);
    gl.drawElements(gl.TRIANGLES, indexes.length, gl.UNSIGNED_INT, 0);
  }
}
