;; The loops of blur.ts: running sums in float64, two lanes at once, which give the same bits as sums by themselves.
;; After a change: npx -p wabt wat2wasm blur.wat -o blur.wasm
(module
  (memory (export "memory") 1)

  ;; Four rows of means from the four $sums of what lies left and right, $stride bytes from row to row. $window: bytes from
  ;; what leaves to what enters; the rows go on by so much beyond $count.
  (func (export "across")
    (param $rows i32) (param $stride i32) (param $window i32) (param $count i32) (param $sums i32) (param $norm f64)
    (param $out i32)
    (local $n v128) (local $ab v128) (local $cd v128) (local $m v128)
    (local $b i32) (local $c i32) (local $d i32) (local $at i32)
    (local.set $n (f64x2.splat (local.get $norm)))
    (local.set $ab (v128.load (local.get $sums)))
    (local.set $cd (v128.load offset=16 (local.get $sums)))
    (local.set $b (local.get $stride))
    (local.set $c (i32.add (local.get $b) (local.get $stride)))
    (local.set $d (i32.add (local.get $c) (local.get $stride)))
    (if (local.get $count) (then (loop $pixel
      (local.set $at (i32.add (local.get $rows) (local.get $window)))
      (local.set $ab (f64x2.add (local.get $ab) (call $pair (local.get $at) (local.get $b))))
      (local.set $cd
        (f64x2.add (local.get $cd) (call $pair (i32.add (local.get $at) (local.get $c)) (local.get $stride))))
      (local.set $m (f32x4.demote_f64x2_zero (f64x2.mul (local.get $ab) (local.get $n))))
      (v128.store32_lane 0 (local.get $out) (local.get $m))
      (v128.store32_lane 1 (i32.add (local.get $out) (local.get $b)) (local.get $m))
      (local.set $m (f32x4.demote_f64x2_zero (f64x2.mul (local.get $cd) (local.get $n))))
      (v128.store32_lane 0 (i32.add (local.get $out) (local.get $c)) (local.get $m))
      (v128.store32_lane 1 (i32.add (local.get $out) (local.get $d)) (local.get $m))
      (local.set $ab (f64x2.sub (local.get $ab) (call $pair (local.get $rows) (local.get $b))))
      (local.set $cd
        (f64x2.sub (local.get $cd) (call $pair (i32.add (local.get $rows) (local.get $c)) (local.get $stride))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $pixel (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))))

  ;; A float and the one $stride bytes after it.
  (func $pair (param $at i32) (param $stride i32) (result v128)
    (f64x2.promote_low_f32x4
      (v128.load32_lane 1 (i32.add (local.get $at) (local.get $stride)) (v128.load32_zero (local.get $at)))))

  ;; One row of means from the $sums of what lies above and below: the row that enters is added, that which leaves taken
  ;; away. $groups: of four floats; $norm: one over how many rows are summed.
  (func (export "down")
    (param $sums i32) (param $enter i32) (param $leave i32) (param $groups i32) (param $norm f64) (param $out i32)
    (local $n v128) (local $low v128) (local $high v128) (local $in v128) (local $gone v128)
    (local.set $n (f64x2.splat (local.get $norm)))
    (if (local.get $groups) (then (loop $group
      (local.set $in (v128.load (local.get $enter)))
      (local.set $gone (v128.load (local.get $leave)))
      (local.set $low (f64x2.add (v128.load (local.get $sums)) (f64x2.promote_low_f32x4 (local.get $in))))
      (local.set $high
        (f64x2.add (v128.load offset=16 (local.get $sums))
          (f64x2.promote_low_f32x4 (i8x16.shuffle 8 9 10 11 12 13 14 15 0 0 0 0 0 0 0 0 (local.get $in) (local.get $in)))))
      (v128.store (local.get $out)
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
          (f32x4.demote_f64x2_zero (f64x2.mul (local.get $low) (local.get $n)))
          (f32x4.demote_f64x2_zero (f64x2.mul (local.get $high) (local.get $n)))))
      (v128.store (local.get $sums) (f64x2.sub (local.get $low) (f64x2.promote_low_f32x4 (local.get $gone))))
      (v128.store offset=16 (local.get $sums)
        (f64x2.sub (local.get $high)
          (f64x2.promote_low_f32x4
            (i8x16.shuffle 8 9 10 11 12 13 14 15 0 0 0 0 0 0 0 0 (local.get $gone) (local.get $gone)))))
      (local.set $sums (i32.add (local.get $sums) (i32.const 32)))
      (local.set $enter (i32.add (local.get $enter) (i32.const 16)))
      (local.set $leave (i32.add (local.get $leave) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $group (local.tee $groups (i32.sub (local.get $groups) (i32.const 1))))))))
)
